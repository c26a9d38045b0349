"""How a page is looked at: read out, by keyboard, without colours of its own, mirrored, at 400 %, without motion."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

WIDE, TABLET, PHONE, ZOOMED = (1280, 800), (1024, 768), (320, 720), (320, 256)
"""Pixels: a desk, a tablet or half a desk, a phone, and a desk at 400 %."""

_FOCUSABLE = (
    "a[href], button:not([disabled]):not([tabindex='-1']), input:not([type=hidden]):not([disabled]), select, textarea, "
    "summary, [tabindex='0']"
)

_TOO_WIDE = """() => {
  const root = document.documentElement, over = root.scrollWidth - root.clientWidth
  if (over <= 0) return []
  const out = [...document.querySelectorAll('main *, header *, footer *')].filter(e => {
    const box = e.getBoundingClientRect(), out = box.right > root.clientWidth + 1 || box.left < -1
    return box.width && out && getComputedStyle(e).position !== 'absolute'
  })
  return [`${over} pixels: ` + out.slice(0, 3).map(e => e.tagName + '.' + e.className).join(', ')]
}"""

_EDGES = """() => [...document.querySelectorAll(
  '.govuk-button, .govuk-input, .govuk-textarea, .govuk-select, .govuk-error-summary,' +
  '.govuk-notification-banner, .tc-confirmation, .tc-header, .govuk-radios__label, .govuk-checkboxes__label, .tc-panel'
)].filter(e => {
  if (!e.checkVisibility({visibilityProperty: true}) || e.classList.contains('govuk-visually-hidden')) return false
  const s = getComputedStyle(e, /__label/.test(e.className) ? '::before' : null)
  return !['Top', 'Bottom'].some(side =>
    s[`border${side}Style`] !== 'none' && parseFloat(s[`border${side}Width`]) &&
    s[`border${side}Color`] !== s.backgroundColor)
}).map(e => `${e.tagName}.${e.className} has no edge`)"""

_CURRENT = """() => [...document.querySelectorAll('main [aria-current=true], nav [aria-current=page]')].filter(e => {
  const others = [...e.closest('ul').querySelectorAll('a:not([aria-current])')]
  const look = a => (s => [s.borderBottomColor, s.backgroundColor, s.borderBottomStyle].join())(getComputedStyle(a))
  return others.length && others.every(a => look(a) === look(e))
}).map(e => `${e.className} is current, and looks like the others`)"""

_FOCUS = """(selector) => {
  const drawn = s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && !/, 0\\)$/.test(s.outlineColor)
  const missing = []
  for (const e of document.querySelectorAll(selector)) {
    if (!e.checkVisibility({visibilityProperty: true})) continue
    e.focus()
    if (document.activeElement !== e) continue
    const label = e.matches('.govuk-radios__input, .govuk-checkboxes__input') && e.nextElementSibling
    if (!drawn(getComputedStyle(e)) && !(label && drawn(getComputedStyle(label, '::before'))))
      missing.push(`${e.tagName}.${e.className} shows no focus`)
  }
  return missing
}"""

_MOVES = """() => [...document.querySelectorAll('*')].filter(e => {
  const s = getComputedStyle(e)
  return s.animationName !== 'none' || s.transitionDuration.split(',').some(d => parseFloat(d) > 0.01)
}).map(e => `${e.tagName}.${e.className} moves`)"""

_STOPS = """(selector) => {
  const groups = new Set()
  return [...document.querySelectorAll(selector)].filter(e => {
    if (!e.checkVisibility({visibilityProperty: true}) || e.tabIndex < 0) return false
    if (e.type !== 'radio') return true
    const first = !groups.has(e.name)
    groups.add(e.name)
    return first
  }).length
}"""

_MIRROR = """async ([href, integrity]) => {
  const plain = document.querySelector('link[rel=stylesheet][href*="/townclerk."]')
  const sheet = Object.assign(document.createElement('link'), {rel: 'stylesheet', href, integrity})
  const loaded = new Promise(done => { sheet.onload = sheet.onerror = done })
  plain.after(sheet)
  await loaded
  plain.disabled = true
  document.body.dir = 'rtl'
}"""

_UNMIRROR = """() => {
  const [plain, sheet] = document.querySelectorAll('link[rel=stylesheet][href*="/townclerk."]')
  plain.disabled = false
  sheet.remove()
  document.body.dir = 'ltr'
}"""


def without_colours(page: Page) -> Iterator[str]:
    """In forced colours, every control has an edge, every focus shows, and so does which page is the current one."""
    page.emulate_media(forced_colors="active")
    yield from (f"forced colours: {what}" for what in page.evaluate(_EDGES))
    yield from (f"forced colours: {what}" for what in page.evaluate(_CURRENT))
    yield from (f"forced colours: {what}" for what in page.evaluate(_FOCUS, _FOCUSABLE))
    page.emulate_media(forced_colors="none")


def with_little_motion(page: Page) -> Iterator[str]:
    page.emulate_media(reduced_motion="reduce")
    yield from (f"reduced motion: {what}" for what in page.evaluate(_MOVES))
    page.emulate_media(reduced_motion="no-preference")


def at_every_size(page: Page) -> Iterator[str]:
    """Nothing must be scrolled to the side."""
    for size in (WIDE, TABLET, PHONE, ZOOMED):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        yield from (f"at {size[0]} by {size[1]}: {what}" for what in page.evaluate(_TOO_WIDE))


def mirrored(page: Page, sheet: tuple[str, str]) -> Iterator[str]:
    """In a language from right to left, nothing sticks out on either side."""
    page.evaluate(_MIRROR, list(sheet))
    for size in (WIDE, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        yield from (f"mirrored at {size[0]}: {what}" for what in page.evaluate(_TOO_WIDE))
    page.evaluate(_UNMIRROR)


def by_keyboard(page: Page) -> Iterator[str]:
    """Tab comes to each control once, shows where it is, and leaves again: no order of its own, and no trap."""
    wanted = page.evaluate(_STOPS, _FOCUSABLE)
    page.evaluate("scrollTo(0, 0); document.activeElement.blur(); document.body.tabIndex = -1; document.body.focus()")
    visited: list[str] = []
    for _ in range(wanted + 3):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(e => e === document.body ? '' : (e.dataset.stop ??= String(Math.random())))(document.activeElement)"
        )
        if not here or here in visited:
            break
        visited.append(here)
    page.evaluate("document.body.removeAttribute('tabindex')")
    yield from (f"keyboard: {len(visited)} of {wanted} controls are reached",) if len(visited) < wanted else ()
    yield from page.evaluate(
        "[...document.querySelectorAll('[tabindex]')].filter(e => e.tabIndex > 0).map(e => e.outerHTML)"
    )
