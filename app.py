"""The page: `streamlit run app.py`. TUMEN_STORY names another folder with seeds/ and data/."""

if __name__ == "__main__":  # Streamlit runs the script anew for every reader
    from layers.home import named_story
    from layers.panels.page import show

    show(named_story())
else:  # a server, `streamlit run` or `uvicorn app:app`, loads it once
    from streamlit.starlette import App

    from layers.home.server import around_page

    app = App(__file__, **around_page())
