import { createHash } from 'node:crypto'
import type { AccountConnection } from './account-connection.model.ts'

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem;color:#1a1a1a}h1{font-size:1.4rem}'

/** Lets the page's own style through, and nothing else: no script, no picture, no frame. */
export const pagePolicy = `default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`

/** What a browser shows where there is no address to go back to. */
export function callbackPage(connection: AccountConnection | undefined): string {
  const { title, text } = wordsFor(connection)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)}</title><style>${style}</style></head>
<body><h1>${escape(title)}</h1><p>${escape(text)}</p></body></html>
`
}

function wordsFor(connection: AccountConnection | undefined): { title: string; text: string } {
  switch (connection?.status) {
    case 'connected':
      return { title: 'Connected', text: 'The account is connected. You can close this page.' }
    case 'choose':
      return {
        title: 'One more step',
        text: 'Several accounts can be connected. Go back to the app and choose.',
      }
    case 'failed':
      return {
        title: 'Not connected',
        text: `${connection.error?.message ?? ''} ${connection.error?.remedy ?? ''}`,
      }
    default:
      return {
        title: 'This link does not work',
        text: 'It was used already, or is too old. Go back to the app and connect the account again.',
      }
  }
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
