import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import type { App } from '../../core/src/http/app-instance.ts'

/** The status of the answer to a request that is sent as it stands; `head` without its last empty line. */
export async function rawStatus(app: App, head: string, body = ''): Promise<number> {
  return Number((await raw(app, head, body)).slice(9, 12))
}

/** The answer to a request that is sent past every library, which would mend what is to be tested. */
export async function raw(app: App, head: string, body = ''): Promise<string> {
  const { port } = app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let answer = ''
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString('latin1')
    const length = /content-length: (\d+)/i.exec(answer)?.[1]
    const at = answer.indexOf('\r\n\r\n')
    if (at > 0 && length !== undefined && answer.length >= at + 4 + Number(length)) socket.destroy()
  })
  // A server that has refused may close while we still write.
  socket.on('error', () => undefined)
  socket.write(Buffer.from(`${head}\r\n${body}`, 'latin1'))
  await once(socket, 'close')
  return answer
}
