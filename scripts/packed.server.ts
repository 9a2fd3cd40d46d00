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
