"""The build takes the story and the settings into the package; in a checkout they lie beside it.

All else about the package is in pyproject.toml.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

PACKAGE = "tumen_map.home"
FILES = (
    "seeds/*.toml",
    "checks/*.toml",
    "data/*.geojson",
    "data/catalogue.json",
    "corrections.toml",
    ".streamlit/config.toml",
    ".taplo.toml",
)


class BuildWithStory(build_py):
    """Modules and their data, and the project's own files among them."""

    def own_files(self) -> list[str]:
        """The project's own files, by their names from here."""
        return sorted(path.as_posix() for pattern in FILES for path in Path().glob(pattern))

    def target(self, file: str) -> str:
        """The place of one in what is built."""
        return str(Path(self.build_lib, *PACKAGE.split("."), file))

    def run(self) -> None:
        """Build; an editable installation reads the files where they are."""
        super().run()
        if self.editable_mode:
            return
        for file in self.own_files():
            self.mkpath(str(Path(self.target(file)).parent))
            self.copy_file(file, self.target(file), preserve_mode=False)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """Everything that is built."""
        built = super().get_outputs(include_bytecode)
        return built if self.editable_mode else [*built, *map(self.target, self.own_files())]

    def get_source_files(self) -> list[str]:
        """Everything that is built from, which a source distribution needs."""
        return [*super().get_source_files(), *self.own_files()]


setup(cmdclass={"build_py": BuildWithStory})
