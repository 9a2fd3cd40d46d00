// The server as a stranger gets it: built, packed, installed by npm into an empty project outside of this
// repository, started from there on the sandbox, and used for one post.
import { DemoClient } from '../demo/client.ts'
import { connectAccounts } from '../demo/connect.ts'
import { withPackedServer } from './packed.ts'
import { packages } from './packages.ts'

await withPackedServer(packages, async ({ url }) => {
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
})
