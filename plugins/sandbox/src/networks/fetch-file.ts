import type { FetchedFile } from '@t21/plugin-kit/sandbox'

/** The longest time that a network waits for a client's file, in milliseconds. */
const patience = 30_000

/** Fetches what a client offers under an address, as a network would: once, without following redirects. */
export async function fetchFile(url: string): Promise<FetchedFile> {
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
    })
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      bytes: Buffer.from(await response.arrayBuffer()),
    }
  } catch {
    return { status: 0, headers: {}, bytes: Buffer.alloc(0) }
  }
}
