// Runs in a thread of its own: see run-probe.ts.
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { getDocumentProxy } from 'unpdf'
import type { DocumentProbe } from './document.inspector.ts'

const { path } = workerData as { readonly path: string }
parentPort?.postMessage(await probe(path))

async function probe(file: string): Promise<DocumentProbe> {
  try {
    const { numPages } = await getDocumentProxy(new Uint8Array(readFileSync(file)))
    return { pages: numPages, locked: false }
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException')
      return { pages: 0, locked: true }
    throw error
  }
}
