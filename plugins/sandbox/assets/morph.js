// Makes a piece of the page like its new version and leaves alone what is the same: numbers grow while a
// video goes on playing, a carousel stays where it is, and what a person has opened stays open.
// `data-own` marks elements whose attributes belong to the page, `data-key` what must not become something else.

export function morph(old, next) {
  if (old.isEqualNode(next) || isSameMoment(old, next)) return
  if (!isAlike(old, next)) {
    old.replaceWith(document.adoptNode(next))
    return
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = next.nodeValue
    return
  }
  if (old.dataset.own === undefined) morphAttributes(old, next)
  const wanted = Array.from(next.childNodes)
  for (const extra of Array.from(old.childNodes).slice(wanted.length)) extra.remove()
  for (const [index, child] of wanted.entries()) {
    const there = old.childNodes[index]
    if (there === undefined) old.append(document.adoptNode(child))
    else morph(there, child)
  }
}

function isAlike(old, next) {
  if (old.nodeType !== next.nodeType || old.nodeName !== next.nodeName) return false
  return old.id === next.id && old.dataset?.key === next.dataset?.key
}

/** The page has written "5 min. ago" into it. */
function isSameMoment(old, next) {
  return old.nodeName === 'TIME' && next.nodeName === 'TIME' && old.dateTime === next.dateTime
}

function morphAttributes(old, next) {
  for (const { name } of Array.from(old.attributes)) {
    if (!next.hasAttribute(name)) old.removeAttribute(name)
  }
  for (const { name, value } of Array.from(next.attributes)) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value)
  }
}
