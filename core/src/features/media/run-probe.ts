import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { MediaRefused } from './media.refusals.ts'

const longestMilliseconds = 20_000
/** A file that needs more than this to be looked at is made to harm. */
const resourceLimits = { maxOldGenerationSizeMb: 512 }

/**
 * Has a file read in a thread of its own, so that one which keeps the parser busy for ever can be stopped, and one that
 * eats memory takes nobody with it.
 *
 * @param what the thread: `<what>.probe.worker`, beside this file
 * @throws MediaRefused
 */
export function runProbe<Probe>(what: 'video' | 'document', path: string): Promise<Probe> {
  // TypeScript from the sources, JavaScript from the built package.
  const script = new URL(`./${what}.probe.worker${extname(import.meta.url)}`, import.meta.url)
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, {
      workerData: { path },
      env: {},
      execArgv: [],
      resourceLimits,
      stdout: true,
      stderr: true,
    })
    const timer = setTimeout(() => {
      reject(new MediaRefused(`The ${what} takes too long to read.`))
      void worker.terminate()
    }, longestMilliseconds)
    worker.on('message', (probe: Probe) => {
      resolve(probe)
      void worker.terminate()
    })
    worker.on('error', (cause) => {
      reject(new MediaRefused(`The ${what} is damaged and cannot be read.`, { cause }))
    })
    worker.on('exit', () => {
      clearTimeout(timer)
      // After a message or an error this has no effect.
      reject(new MediaRefused(`The ${what} is damaged and cannot be read.`))
    })
  })
}
