import type { AddressInfo } from 'node:net'
import type { App } from './http/app-instance.ts'

/**
 * Listens. Where `nextFree` is set (development), a taken port makes it try the next ones; otherwise it is an
 * error that names the port.
 *
 * @returns the address that a person can open
 */
export async function listen(
  app: App,
  options: { readonly host: string; readonly port: number; readonly nextFree: boolean },
): Promise<string> {
  const last = options.nextFree && options.port !== 0 ? options.port + 20 : options.port
  for (let port = options.port; ; port += 1) {
    try {
      await app.listen({ host: options.host, port })
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
      if (port >= last) {
        throw new Error(
          `Port ${port} on ${options.host} is taken by another program. Stop it, or set PORT to a free one.`,
          { cause: error },
        )
      }
      app.log.warn(`Port ${port} is taken by another program; trying ${port + 1}.`)
    }
  }
  const address = app.server.address() as AddressInfo
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`
}
