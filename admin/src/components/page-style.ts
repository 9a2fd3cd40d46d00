/** What the design system leaves to the browser: links of our own, lists on phones, where it hides all fields but one, and rows of more buttons than fit. */
export function addPageStyle(): void {
  const {
    container = '',
    grey60 = '',
    inputBorder = '',
    primary100 = '',
    separator = '',
    text = '',
  } = window.THEME.colors as Readonly<Record<string, string>>
  const style = document.createElement('style')
  style.textContent = `
    [data-css$="-action-header"] > :last-child { flex-wrap: wrap; }
    [data-css$="-action-header"] > :last-child > * { flex-shrink: 1; max-width: 100%; margin-top: 8px; }
    [data-css$="-action-header"] > :last-child > :last-child > * { display: flex; flex-wrap: wrap; gap: 8px; margin: 0; }
    [data-css$="-action-header"] > :last-child > :last-child > * > * { margin: 0; }
    form select { width: 100%; padding: 8px; font: inherit; color: ${text}; background: ${container}; border: 1px solid ${inputBorder}; }
    ::placeholder { color: ${grey60}; opacity: 1; }
    progress { accent-color: ${primary100}; }
    a:not([class]) { color: ${primary100}; }
    @media (max-width: 768px) {
      thead:has([data-css$="-table-head-row"]) { display: none; }
      table:has([data-css$="-table-row"]), tbody:has([data-css$="-table-row"]) { display: block; }
      tbody [data-css$="-table-row"] { display: block; position: relative; padding: 12px 48px 12px 8px; }
      tbody [data-css$="-table-row"]:not(:last-child) { border-bottom: 1px solid ${separator}; }
      tbody [data-css$="-table-row"] > td { display: block !important; padding: 3px 8px; border: 0; }
      tbody [data-css$="-table-row"] > td:first-child { display: none !important; }
      tbody [data-css$="-table-row"] > td:last-child { position: absolute; top: 8px; right: 0; }
    }`
  document.head.append(style)
}
