import numpy as np
import pytest

from ecgtrain.rwave import largest_deflection, r_wave


def _complex(length: int, r: float, s: float, r_height: float, s_depth: float) -> np.ndarray:
    """A QRS of an upward Gaussian at r and a downward one at s."""
    n = np.arange(length)
    return r_height * np.exp(-0.5 * ((n - r) / 1.5) ** 2) - s_depth * np.exp(-0.5 * ((n - s) / 2.0) ** 2)


@pytest.mark.parametrize("r", [100.0, 100.3, 99.6])
def test_finds_a_small_r_before_a_deep_s(r: float) -> None:
    signal = _complex(200, r, r + 5, 0.4, 1.0)
    peak = largest_deflection(signal, 100)
    assert peak == round(r + 5)
    assert abs(r_wave(signal, peak) - r) < 1.0


def test_an_upright_r_is_the_peak_itself() -> None:
    signal = _complex(200, 100.0, 106, 1.0, 0.3)
    peak = largest_deflection(signal, 100)
    assert peak == 100
    assert abs(r_wave(signal, peak) - 100) < 0.6


def test_a_corner_that_nothing_falls_from_is_no_r_wave() -> None:
    signal = np.zeros(200)
    signal[96:101] = [-0.2, -0.6, -1.0, -0.9, -0.1]
    found = r_wave(signal, 98)
    assert found < 98


def test_without_an_apex_the_peak_is_kept() -> None:
    assert r_wave(np.linspace(1, 0, 200) ** 2, 100) == 100.0
