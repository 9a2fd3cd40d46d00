import { frameStyle } from './frame-style.ts'
import { listStyle } from './list-style.ts'

/** What the design system leaves to the browser, or does in a way of its own. Only before AdminJS draws. */
export function addPageStyle(): void {
  const colours = window.THEME.colors as Readonly<Record<string, string>>
  const { container, grey60, inputBorder, primary100, text } = colours
  const style = document.createElement('style')
  style.textContent = `
    form select { width: 100%; padding: 8px; font: inherit; color: ${text}; background: ${container}; border: 1px solid ${inputBorder}; }
    ::placeholder { color: ${grey60}; opacity: 1; }
    input[type="checkbox"] { width: 18px; height: 18px; margin: 0; accent-color: ${primary100}; cursor: pointer; vertical-align: middle; }
    progress { accent-color: ${primary100}; }
    a:not([class]) { color: ${primary100}; }
    ${frameStyle(colours)}
    ${listStyle(colours)}`
  document.head.append(style)
}
