"""The page: `streamlit run app.py`. TUMEN_STORY names another folder with seeds/ and data/."""

import os
from pathlib import Path

if __name__ == "__main__":  # Streamlit runs the script anew for every reader
    from layers.panels.page import show

    show(Path(os.environ.get("TUMEN_STORY") or Path(__file__).parent).resolve())
else:  # a server, `streamlit run` or `uvicorn app:app`, loads it once
    from starlette.middleware import Middleware
    from streamlit.starlette import App

    from layers.panels.security_headers import Guard
    from layers.panels.temporary_folder import tidied

    app = App(__file__, middleware=[Middleware(Guard)], lifespan=tidied)
