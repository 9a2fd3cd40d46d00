import { testLogin } from '@t21/plugin-kit/conformance'
import { sandboxAddress, sandboxHost } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import { test } from 'tap'
import { emulator } from './sandbox/index.ts'
import { provider } from './src/index.ts'

const page = 'https://accounts.google.com'
const clientId = emulator.credentials['GOOGLE_CLIENT_ID'] ?? ''
const clientSecret = emulator.credentials['GOOGLE_CLIENT_SECRET'] ?? ''

test('Google keeps the contract', async (t) => {
  const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
  t.teardown(() => sandbox.close())
  /** What stands in the address for a click. @returns the query with which the browser comes back */
  async function click(address: string, name: string, value: string): Promise<URLSearchParams> {
    const url = new URL(address)
    url.searchParams.set(name, value)
    const { headers } = await fetch(sandboxAddress(sandbox.url, url), { redirect: 'manual' })
    return new URL(headers.get('location') ?? '').searchParams
  }
  await testLogin(t, {
    open: () => provider.open({ clientId, clientSecret }, sandboxHost(sandbox.url)),
    page,
    people: ['ada.lovelace@gmail.com', 'grace@workspace.example'],
    unverified: 'unverified@mail.example',
    approve: (url, person) => click(url, 'sandbox_approve', person),
    refuse: (url) => click(url, 'sandbox_cancel', '1'),
    secrets: [clientSecret],
  })
})
