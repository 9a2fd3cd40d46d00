import { strictEqual } from 'node:assert/strict'
import { DemoClient } from '../demo/client.ts'
import { connectAccounts } from '../demo/connect.ts'
import type { PackedServer } from './packed.ts'

/** Uses a server that runs from its packages for one post. @throws Error where it does not go out */
export async function publishOne({ url }: PackedServer): Promise<void> {
  const client = new DemoClient(url)
  await client.signIn({
    email: 'packed@example.com',
    password: 'a-long-enough-password',
    name: 'Packed',
  })
  const brand = await client.ensureBrand()
  const connected = await connectAccounts(client, brand.id)
  // Those that take a text alone.
  const platforms = connected.filter((one) => ['FACEBOOK', 'LINKEDIN', 'TWITTER'].includes(one))
  const { data } = await client.post<{ data: { id: string } }>('/posts', {
    brandId: brand.id,
    platforms,
    content: 'Out of the box.',
    publishNow: true,
  })
  await client.until<{ data: { status: string } }>(
    `/posts/${data.id}`,
    (answer) => answer.data.status === 'PUBLISHED',
    30,
  )
  console.log('A post went out from the packed server.')
}

/** Whether the support console is there, which is a package of its own. @throws Error where it is otherwise */
export async function consoleIsThere({ url }: PackedServer, expected: boolean): Promise<void> {
  const login = await fetch(`${url}/admin/login`)
  strictEqual(login.status, expected ? 200 : 404, 'the login of the console')
  const page = await fetch(`${url}/admin`, { redirect: 'manual' })
  strictEqual(page.status, expected ? 303 : 404, 'the console itself')
}
