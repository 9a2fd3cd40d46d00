import type { Config } from './config.ts'

/** Where the API can be reached: what links and addresses for networks begin with. No slash at the end. */
export function baseUrlOf({ publicUrl, host, port }: ListeningConfig): string {
  return publicUrl ?? `http://${host}:${port}`
}

/** What {@link baseUrlOf} has to know. */
export type ListeningConfig = Pick<Config, 'publicUrl' | 'host' | 'port'>
