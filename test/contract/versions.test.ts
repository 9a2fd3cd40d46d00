import { test } from 'tap'
import { operations, requestOf, type Operation } from '../api-document/operations.ts'
import { buildWorld, type Ids } from '../api-document/world.ts'
import { postServer } from '../support/post-writer.ts'

/** A PATCH without anything that two could write differently, and why. */
const unversioned: Readonly<Record<string, string>> = {
  cancelSubscription: 'what the payment provider has decides, whoever read what',
  resumeSubscription: 'what the payment provider has decides, whoever read what',
  readNotification: 'once read it stays read, whoever says so',
}

/** A change that is one, where the document's example is none for what the world has. */
const changes: Readonly<Record<string, object>> = {
  updatePost: { content: 'Changed' },
  changeMember: { role: 'VIEWER' },
  updateWebhookEndpoint: { description: 'Changed' },
  updateApiKey: { name: 'Changed' },
}

test('no PATCH changes what somebody else has changed since it was read, and each answers an ETag to send next', async (t) => {
  const { app, database } = await postServer(t)
  const world = await buildWorld(app, database)
  const { auth } = world.people.OWNER
  const patches = operations.filter(({ method }) => method === 'PATCH')
  t.ok(patches.length >= 11)
  t.same(
    Object.keys(unversioned).filter((id) => !patches.some((operation) => operation.id === id)),
    [],
  )
  for (const { id, documented } of patches) {
    t.equal(documented.includes('"#/components/parameters/IfMatch"'), !(id in unversioned), id)
    t.equal(documented.includes('VERSION_CONFLICT'), !(id in unversioned), id)
  }
  for (const operation of patches.filter(({ id }) => !(id in unversioned))) {
    const { id } = operation
    const url = urlOf(operation, world.ids)
    const change = changes[id] ?? withoutVersion(operation.body)
    const patch = async (ifMatch: string, payload = change) => {
      const answer = await app.inject({
        method: 'PATCH',
        url,
        headers: { ...auth, 'if-match': ifMatch },
        payload,
      })
      return {
        status: answer.statusCode,
        etag: String(answer.headers['etag']),
        body: answer.json(),
      }
    }
    const read = async () => {
      const list = operations.some(
        ({ path, method }) => path === operation.path && method === 'GET',
      )
      const address = list ? url : url.slice(0, url.lastIndexOf('/'))
      const answer = await app.inject({ url: address, headers: auth })
      const { data } = answer.json()
      if (list) return { data, etag: String(answer.headers['etag']) }
      const member = data.find(({ userId }: { userId: string }) => url.endsWith(userId))
      return { data: member, etag: `"${member.version}"` }
    }

    const before = await read()
    t.match(before.etag, /^"[\w-]+"$/, `${id}: what is read has an ETag`)
    t.match(
      await patch('"999"'),
      { status: 409, body: { error: { code: 'VERSION_CONFLICT' } } },
      id,
    )
    t.match(await patch('three'), {
      status: 422,
      body: { error: { details: [{ field: 'If-Match' }] } },
    })
    t.same((await read()).data, before.data, `${id}: nothing has changed`)

    const both = await Promise.all([patch(before.etag), patch(before.etag)])
    const [changed, lost] = both.toSorted((one, other) => one.status - other.status)
    t.equal(changed?.status, 200, `${id} ${JSON.stringify(changed?.body)}`)
    t.match(
      lost,
      { status: 409, body: { error: { code: 'VERSION_CONFLICT' } } },
      `${id}: of two one`,
    )
    const after = await read()
    t.notSame(after.data, before.data, `${id} changes something`)
    t.equal(changed?.etag, after.etag, `${id}: the answer has the ETag that is read afterwards`)
    t.not(changed?.etag, before.etag, id)

    const late = await patch(before.etag)
    t.match(late, { status: 409, body: { error: { code: 'VERSION_CONFLICT' } } }, id)
    const { details } = late.body.error
    t.equal(
      details.etag ?? `"${details.version}"`,
      after.etag,
      `${id}: the refusal says what is there`,
    )
    t.same((await read()).data, after.data, `${id}: nothing has changed again`)
  }
})

function urlOf(operation: Operation, ids: Ids): string {
  return requestOf(operation, { path: ids, query: {}, body: ids }).url
}

function withoutVersion(body: Operation['body']): object {
  const { version: _, organizationId: __, ...rest } = body ?? {}
  return rest
}
