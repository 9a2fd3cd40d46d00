// All of T21 with an emulated mail service that takes mails and sends some back, over real HTTP in both directions.
import { setTimeout } from 'node:timers/promises'
import { test } from 'tap'
import { goodPassword, type Answer } from '../support/auth-client.ts'
import { startWhole } from '../support/whole.ts'

/** An address that mail comes back from at each service. */
const services = { resend: 'bounced@resend.dev', sendgrid: 'bounced@mail.example' } as const

for (const [service, bad] of Object.entries(services)) {
  test(`${service} takes a mail that bounces: its owner sees it, and nobody else`, async (t) => {
    const variables = { T21_MAIL: service, MAIL_FROM: 'T21 <hello@t21.example>' }
    const { url, running } = await startWhole(t, variables)
    const { system } = running.context.database
    const [ada, bob] = [await register(url, bad), await register(url, 'bob@mail.example')]
    const states = async () =>
      system('mail_messages').orderBy('id').select('recipient', 'state', 'sent_by')

    await until(async () => (await states()).every(({ state }) => isOver(state)))
    t.same(await states(), [
      { recipient: bad, state: 'bounced', sent_by: service },
      { recipient: 'bob@mail.example', state: 'delivered', sent_by: service },
    ])
    t.match(await meOf(url, ada), { data: { emailUndeliverable: 'bounced' } })
    t.match(await meOf(url, bob), { data: { emailUndeliverable: null } })
  })
}

function isOver(state: string): boolean {
  return state === 'bounced' || state === 'delivered'
}

async function register(url: string, email: string): Promise<string> {
  const answer = await fetch(`${url}/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: goodPassword }),
  })
  return ((await answer.json()) as Answer).tokens.accessToken
}

async function meOf(url: string, token: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}` }
  return (await fetch(`${url}/v1/users/me`, { headers })).json()
}

/** Looks until it is so, for 30 seconds; what follows says what is missing. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000
  while (!(await isSo()) && performance.now() < end) await setTimeout(100)
}
