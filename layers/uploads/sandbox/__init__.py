"""The sandbox: a child process that reads files which are not trusted."""
