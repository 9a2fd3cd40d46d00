import { htmlPage } from '../../http/html-page.ts'
import type { AccountConnection } from './account-connection.model.ts'

/** What a browser shows where there is no address to go back to. */
export function callbackPage(connection: AccountConnection | undefined): string {
  return htmlPage(wordsFor(connection))
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
