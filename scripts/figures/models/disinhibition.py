"""Two populations that fire: pyramidal cells P and the interneurons I that hold them back. An illustration, fitted to nothing.

    τ dP/dt = −P + [(1 + w)·(1 − n_P·b_P) − w·I]₊
    τ dI/dt = −I + [(1 − e + e·P)·(1 − n_I·b_I)]₊

Without drug P = I = 1. n is the share of a population's excitation that NMDA receptors carry, w how strongly
interneurons inhibit, e how much of the interneurons' drive comes from the pyramidal cells. The blocked shares
are b_I = d/(1 + d) and b_P = d/(r + d): the dose d is in units of what blocks half of the interneurons' receptors,
r is how much more drug the pyramidal cells' receptors need. No number here is measured.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Network:
    inhibition: float = 1.5  # w
    feedback: float = 0.5  # e
    nmda_i: float = 0.8  # n_I
    nmda_p: float = 0.6  # n_P
    ratio: float = 5.0  # r


def drives(network: Network, dose: float) -> tuple[float, float]:
    """What the block leaves of the excitation of pyramidal cells and of interneurons (0 to 1)."""
    pyramidal = 1 - network.nmda_p * dose / (network.ratio + dose)
    return pyramidal, 1 - network.nmda_i * dose / (1 + dose)


def steady(network: Network, dose: float) -> tuple[float, float]:
    """Firing rates (P, I) once they have settled, as multiples of the drug-free rates."""
    p_drive, i_drive = drives(network, dose)
    w, e = network.inhibition, network.feedback
    p = max(0.0, ((1 + w) * p_drive - w * (1 - e) * i_drive) / (1 + w * e * i_drive))
    return p, (1 - e + e * p) * i_drive


PARAMETERS = asdict(Network())
