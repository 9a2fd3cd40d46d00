import type { ShownPanel } from '../../admin/src/pages/figures/figures.data.ts'
import type { ConsoleUser } from './console.ts'

/** The panels of the dashboard, by id. */
export type Shown = Readonly<Record<string, NonNullable<ShownPanel['data']>>>

/** The dashboard as somebody gets it. */
export async function figuresFor({ send }: ConsoleUser, range: string): Promise<Shown> {
  const answer = await send('GET', `/api/pages/figures?range=${range}`)
  if (answer.statusCode !== 200) throw new Error(answer.body)
  const { panels } = answer.json() as { panels: ShownPanel[] }
  return Object.fromEntries(panels.flatMap(({ data, id }) => (data === null ? [] : [[id, data]])))
}

/** The numbers of a panel, by what they are called. */
export function told(data: Shown[string] | undefined): Record<string, string> {
  return Object.fromEntries(
    (data?.figures ?? []).map(({ label, platform, value }) => [
      platform === undefined ? label : `${platform} ${label}`,
      value,
    ]),
  )
}

/** A moment so many milliseconds ago. */
export function ago(milliseconds: number): Date {
  return new Date(Date.now() - milliseconds)
}
