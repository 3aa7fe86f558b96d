"""The sandbox: a child process in which GDAL reads what is not trusted."""
