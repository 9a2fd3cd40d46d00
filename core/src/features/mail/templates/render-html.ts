import type { Block } from './blocks.ts'
import { darkStyles, styles } from './styles.ts'

/** What stands around the blocks of a mail. */
export interface Frame {
  /** As in `lang`: `en`. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly title: string
}

/**
 * Blocks as HTML that mail programs show alike: tables for the layout, styles on each element (many drop style sheets), one
 * sheet for the dark, and nothing that is fetched: no pictures, no fonts, no scripts.
 */
export function renderHtml(
  { language, direction, title }: Frame,
  blocks: readonly Block[],
  footer: readonly Block[],
): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${darkStyles}</style>
</head>
<body class="page" style="${styles.page}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="page" style="${styles.page}"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px">
<tr><td class="brand" style="${styles.brand}">T21</td></tr>
<tr><td class="card" style="${styles.card}">
${blocks.map(htmlOf).join('\n')}
</td></tr>
<tr><td style="${styles.footer}">
${footer.map(footerOf).join('\n')}
</td></tr>
</table>
</td></tr></table>
</body>
</html>
`
}

/** A text as HTML shows it. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function htmlOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h1 class="ink" style="${styles.heading}">${escapeHtml(block.text)}</h1>`
    case 'paragraph':
      return `<p class="ink" style="${styles.paragraph}">${linesOf(block.text)}</p>`
    case 'note':
      return `<p class="soft" style="${styles.note}">${linesOf(block.text)}</p>`
    case 'button':
      return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 20px"><tr><td class="button" style="${styles.buttonCell}"><a class="button" href="${addressOf(block.url)}" style="${styles.button}">${escapeHtml(block.label)}</a></td></tr></table>`
    case 'list':
      return `<ul class="ink" style="${styles.list}">${block.items
        .map((item) => `<li style="margin:0 0 6px">${linesOf(item)}</li>`)
        .join('')}</ul>`
    case 'table':
      return tableOf(block)
  }
}

function tableOf({ head, rows }: Extract<Block, { kind: 'table' }>): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const scope = tag === 'th' ? ' scope="col"' : ''
        const style = tag === 'th' ? styles.head : styles.cell
        return `<${tag}${scope} class="${tag === 'th' ? 'soft' : 'ink'} line" style="${style};${column === 0 ? 'text-align:start' : styles.figures}">${linesOf(cell)}</${tag}>`
      })
      .join('')
  return `<table width="100%" cellpadding="0" cellspacing="0" style="${styles.table}"><thead><tr>${cells('th', head)}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells('td', row)}</tr>`)
    .join('')}</tbody></table>`
}

function footerOf(block: Block): string {
  if (block.kind !== 'button') {
    return `<p class="faint" style="${styles.small}">${'text' in block ? linesOf(block.text) : ''}</p>`
  }
  return `<p class="faint" style="${styles.small}"><a class="faint" href="${addressOf(block.url)}" style="${styles.footerLink}">${escapeHtml(block.label)}</a></p>`
}

function linesOf(text: string): string {
  return escapeHtml(text).replaceAll('\n', '<br>')
}

/** @throws TypeError for an address that a browser would run instead of open */
function addressOf(url: string): string {
  const { protocol } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new TypeError(`A mail cannot link to ${protocol}`)
  }
  return escapeHtml(url)
}
