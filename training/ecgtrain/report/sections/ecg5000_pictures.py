"""What the networks make of single beats; latent space, principal components, training curves."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import plots
from ..blocks import Block
from ..results import Results

ORDER = 50
TITLE = "ECG5000: pictures"


def blocks(results: Results) -> list[Block]:
    """Reconstructions, forecasts, latent space, components, loss curves."""
    pack, data = results.read("ecg5000-shipped"), results.read("ecg5000-data")
    if pack is None or data is None:
        return []
    return [_examples(pack["examples"], "reconstructions", ("autoencoder", "vae"),
                      "TEST beats of median score in their class (black, z units) and what autoencoder and VAE rebuild."),
            _examples(pack["examples"], "forecasts", ("instant", "block"),
                      "The same beats, each sample forecast from those before it (instant) and the last 40 from the first 100 (block)."),
            _latent(pack["latent"], data["classes"]), _components(pack["pca"]), _losses(pack["curves"])]


def _examples(examples: list[dict[str, Any]], name: str, shown: tuple[str, ...], caption: str) -> Block:
    def paint(panels: list[Any]) -> None:
        for axes, example in zip(panels, examples):
            axes.plot(example["window"], color="black", linewidth=1.4)
            for model in shown:
                values = example[model]
                axes.plot(np.arange(140 - len(values), 140), values, label=model, linewidth=0.9)
            axes.set_title(f"{example['class']}, score {example['score']:.1f}")
        panels[0].legend()
        for axes in panels[len(examples):]:
            axes.set_axis_off()
    return plots.draw(f"ecg5000-{name}", caption, paint, panels=(2, 3), size=(9.0, 4.6))


def _latent(latent: dict[str, Any], classes: list[str]) -> Block:
    points, labels = np.array(latent["points"]), np.array(latent["labels"])

    def paint(axes: Any) -> None:
        for number, name in enumerate(classes):
            own = points[labels == number]
            axes.plot(own[:, 0], own[:, 1], ".", markersize=3, label=name)
        axes.legend()
    shares = ", ".join(f"{share:.0%}" for share in latent["explained"])
    return plots.draw("ecg5000-latent", f"TRAIN beats in the VAE's latent space, its two main directions ({shares} of the variance).", paint)


def _components(pca: dict[str, Any]) -> Block:
    explained = np.array(pca["explained"])

    def paint(panels: list[Any]) -> None:
        panels[0].bar(np.arange(1, len(explained) + 1), explained)
        panels[0].plot(np.arange(1, len(explained) + 1), explained.cumsum(), marker=".", color="black")
        panels[0].set_xlabel("component")
        panels[0].set_ylabel("share of the variance, and its sum")
        panels[1].plot(pca["mean"], color="black", label="mean")
        for number, component in enumerate(pca["components"], start=1):
            panels[1].plot(np.array(component) * 10, label=f"component {number} × 10")
        panels[1].set_xlabel("sample")
        panels[1].legend()
    return plots.draw("ecg5000-pca", "Principal components of TRAIN's normal beats.", paint, panels=(1, 2), size=(9.0, 3.0))


def _losses(curves: dict[str, list[float]]) -> Block:
    lines = {name: (np.linspace(0, 1, len(values)), values) for name, values in curves.items()}
    return plots.curves("ecg5000-losses", "Training loss of the shipped networks (each its own loss) over the run.", lines,
                        ("share of the run", "loss"), log_y=True)
