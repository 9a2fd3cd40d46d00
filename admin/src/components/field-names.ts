const filters = 'form[data-css$="-filter-drawer"]'

const pageButtons: Readonly<Record<string, string>> = {
  first: 'First page',
  previous: 'Previous page',
  next: 'Next page',
  last: 'Last page',
}

/** AdminJS's filters have labels for the eye alone, and some buttons nothing but a sign: whoever has them read aloud needs names. */
export function nameFieldsOfFilters(): void {
  let waiting = false
  const soon = () => {
    if (waiting) return
    waiting = true
    requestAnimationFrame(() => {
      waiting = false
      nameAll()
    })
  }
  new MutationObserver(soon).observe(document, { childList: true, subtree: true })
  soon()
}

function nameAll(): void {
  for (const field of document.querySelectorAll(`${filters} input:not([aria-label])`)) {
    const name = nameOf(field)
    if (name !== undefined) field.setAttribute('aria-label', name)
  }
  for (const button of document.querySelectorAll(`${filters} button:not([aria-label])`)) {
    if (button.textContent === '') button.setAttribute('aria-label', 'Close')
  }
  for (const [id, name] of Object.entries(pageButtons)) {
    const button = document.querySelector(`.adminjs_PaginationLink[data-testid="${id}"]`)
    if (button?.hasAttribute('aria-label') === false) button.setAttribute('aria-label', name)
  }
}

/** The labels that stand before it in its group, the first and the last: `E-mail`, or `Since from`. */
function nameOf(field: Element): string | undefined {
  for (
    let part = field.parentElement;
    part?.matches(filters) === false;
    part = part.parentElement
  ) {
    const before = [...part.querySelectorAll('label')].filter(
      (label) => label.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING,
    )
    const ends = new Set([before[0], before.at(-1)].map(textOf).filter(Boolean))
    if (ends.size > 0) return [...ends].join(' ')
  }
  return undefined
}

/** Without the strokes and colons around it. */
function textOf(label: Element | undefined): string {
  return (label?.textContent ?? '').replaceAll(/^[-:\s]+|[-:\s]+$/g, '')
}
