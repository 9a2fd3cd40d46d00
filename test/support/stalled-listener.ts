import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** A server to which nobody can connect until it is released; then it counts the bytes it gets. */
export interface StalledListener {
  readonly port: number
  /** Lets connections through from now on. */
  release(): void
  /** Bytes of requests that have arrived so far. */
  received(): number
}

/**
 * A listener whose thread stands still, and whose queue of waiting connections is full: the kernel
 * then leaves further ones unanswered, and their clients ask again after a second.
 */
export async function stalledListener(t: Teardown): Promise<StalledListener> {
  const state = new Int32Array(new SharedArrayBuffer(8))
  const worker = new Worker(listenerSource, { eval: true, workerData: state })
  const [port] = (await once(worker, 'message')) as [number]
  const fillers: Socket[] = []
  for (let index = 0; index < 4; index += 1) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    fillers.push(socket)
  }
  t.teardown(async () => {
    for (const socket of fillers) socket.destroy()
    Atomics.store(state, 0, 1)
    Atomics.notify(state, 0)
    await worker.terminate()
  })
  // The fillers must be in the queue before anybody else asks.
  await new Promise((resolve) => setTimeout(resolve, 100))
  return {
    port,
    release() {
      for (const socket of fillers) socket.destroy()
      Atomics.store(state, 0, 1)
      Atomics.notify(state, 0)
    },
    received: () => Atomics.load(state, 1),
  }
}

const listenerSource = `
  const { createServer } = require('node:net')
  const { parentPort, workerData: state } = require('node:worker_threads')
  const answer = 'HTTP/1.1 200 OK\\r\\ncontent-length: 2\\r\\n\\r\\n{}'
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      Atomics.add(state, 1, data.length)
      socket.write(answer)
    })
  })
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port)
    // Nothing is accepted from here on until the main thread says so.
    Atomics.wait(state, 0, 0)
  })
`
