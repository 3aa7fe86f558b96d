"""Parts of Streamlit that are not public: the only file that uses any.

Each is here because no public part does the same. `docs/streamlit.md` has for each what is asked of
Streamlit, and tests/test_runs.py what would no longer hold without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, wraps
from pathlib import Path

from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.delta_generator_singletons import context_dg_stack, get_default_dg_stack_value
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx


def allow_component_files(project: str, name: str, folder: Path) -> None:
    """Let the component `project.name` have files of a folder as its script and style.

    The public way is a manifest in the pyproject.toml of an installed package. Streamlit does not
    find it in a checkout, installed in editable mode or not at all, when the package is not named
    as its distribution. A script handed over as text is loaded from a blob: address, which the
    page's content policy would have to allow.
    """
    manifest = ComponentManifest(project, "1", [ComponentConfig(name, folder.name)])
    get_bidi_component_manager().register_from_manifest(manifest, folder.parent)


def forget_uploads(files: Iterable[str]) -> None:
    """Let go of uploaded files, by their ids, that no field of the page shows any more.

    Streamlit keeps each until its session ends: for as long as a reader stays, and a while longer.
    """
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file in files:
            context.uploaded_file_mgr.remove_file(context.session_id, file)


def from_the_top() -> None:
    """Begin a run of the whole page at its top, and see to it that it reaches the browser whole.

    A run of a fragment, which a dialog is too, leaves its thread in the fragment's container, and
    without fast reruns a run that is asked for as that one ends is in the same thread: its page
    would stand in there.
    """
    context_dg_stack.set(get_default_dg_stack_value())
    _keep_what_a_page_drew()


@cache
def _keep_what_a_page_drew() -> None:
    """Change the queue to the browser so that a fragment's run drops nothing of a whole page's.

    As it begins, the queue drops what the run before drew in the fragment and was not sent yet,
    but keeps that this one had ended. The browser then takes the fragment off the page, the map's
    frame with it, and mounts it anew a moment later.
    """
    clear = ForwardMsgQueue.clear

    @wraps(clear)
    def clear_unless_whole(
        queue: ForwardMsgQueue,
        retain_lifecycle_msgs: bool = False,
        fragment_ids_this_run: list[str] | None = None,
    ) -> None:
        if fragment_ids_this_run and any(map(_ends_a_page, queue._queue)):
            queue._delta_index_map = {}  # what comes is added, and takes no place of what is there
        else:
            clear(queue, retain_lifecycle_msgs, fragment_ids_this_run)

    ForwardMsgQueue.clear = clear_unless_whole  # type: ignore[assignment, method-assign]


def _ends_a_page(message: ForwardMsg) -> bool:
    return (
        message.WhichOneof("type") == "script_finished"
        and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    )
