import { htmlPage } from '../../http/html-page.ts'
import type { DeletionRequest } from './deletion-requests.ts'

/**
 * What a person sees who asked a network that everything about them be deleted.
 *
 * @param network as people write it
 */
export function dataDeletionPage(request: DeletionRequest | undefined, network: string): string {
  if (request === undefined) {
    return htmlPage({
      title: 'There is no such request',
      text: 'Check the address: it has to be the one that the network gave you. Requests are kept for 13 months.',
    })
  }
  const asked = `You asked on ${day(request.createdAt)}, at ${network}, that your data be deleted here.`
  if (request.finishedAt === null) {
    return htmlPage({
      title: 'Your data is being deleted',
      text: `${asked} This is under way; look again in a few minutes.`,
    })
  }
  const accounts = request.accounts ?? 0
  const what =
    accounts === 0
      ? 'No account of yours was connected here, so there was nothing to delete.'
      : `${accounts === 1 ? 'One connected account' : `${accounts} connected accounts`}: the access that you had given, your profile and its numbers were deleted, and what was still scheduled there was called off.`
  return htmlPage({
    title: 'Your data is deleted',
    text: `${asked} It was done on ${day(request.finishedAt)}. ${what}`,
  })
}

function day(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}
