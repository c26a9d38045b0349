"""Nothing can be done in the builder that is not done by keyboard alone in a browser, with scripts and without."""

from __future__ import annotations

from tests.browser.operations import JOURNEYS
from tests.browser.operations.journey import NOT_BY_HAND, views


def test_every_operation_has_its_journey():
    done = {view for journey in JOURNEYS.values() for view in journey.views}
    assert views() - done - NOT_BY_HAND.keys() == set()
    assert done | NOT_BY_HAND.keys() <= views()
