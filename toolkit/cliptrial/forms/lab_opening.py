"""An extension of JupyterLab that runs a notebook of forms as soon as it is opened, so that nobody sees code first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from cliptrial.registry.files import write_atomically

NAME = "cliptrial-opening"
_SCRIPT = """
(() => {
  const runs = new Set(%s);
  const seen = new WeakSet();
  const plugin = {
    id: "cliptrial-opening:plugin",
    autoStart: true,
    activate: (app) => {
      const opened = async (panel) => {
        const context = panel && panel.context;
        if (!context || seen.has(panel) || !runs.has(context.path)) return;
        seen.add(panel);
        await context.ready;
        await context.sessionContext.ready;
        const kernel = context.sessionContext.session && context.sessionContext.session.kernel;
        if (kernel) await kernel.info;
        app.shell.activateById(panel.id);
        await app.commands.execute("notebook:run-all-cells");
        panel.node.querySelector(".jp-WindowedPanel-outer, .jp-Notebook").scrollTop = 0;
      };
      app.shell.currentChanged.connect((_, change) => opened(change.newValue));
      app.restored.then(() => opened(app.shell.currentWidget));
    },
  };
  const module = { __esModule: true, default: plugin };
  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["cliptrial-opening"] = { init: () => {}, get: async () => () => module };
})();
"""


def add_opening(folder: Path, notebooks: Sequence[str]) -> None:
    """Write the extension where JupyterLab looks for extensions.

    Args:
        folder: One of the folders of ``JUPYTER_PATH``.
        notebooks: Paths under the root of the server of the notebooks that run when they are opened.
    """
    home = folder / "labextensions" / NAME
    (home / "static").mkdir(parents=True, exist_ok=True)
    build = {"load": "static/opening.js", "extension": "./extension"}
    about = {"name": NAME, "version": "1.0.0", "jupyterlab": {"extension": True, "_build": build}}
    write_atomically(home / "package.json", json.dumps(about))
    write_atomically(home / "static" / "opening.js", _SCRIPT % json.dumps(sorted(notebooks)))
