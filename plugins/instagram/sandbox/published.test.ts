import { remoteOf } from '@t21/meta-graph/sandbox/testing'
import { faultNames, type FaultName } from '@t21/plugin-kit/sandbox'
import { leftByFault, serveFiles } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import t from 'tap'
import { emulator } from './index.ts'
import { jpeg } from './support/files.ts'
import { createLab, textAt, type SignedIn } from './support/lab.ts'

const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
t.teardown(() => sandbox.close())
const files = await serveFiles(t, { 'a.jpg': jpeg(1080, 1080) })
const image_url = `${files}/a.jpg`
const remote = remoteOf(sandbox.url, 'instagram', 'graph.instagram.com')
const lab = createLab({ call: remote.call })

/** What a fault leaves for visitors. */
const leaves: Readonly<Record<FaultName, 'nothing' | 'a post'>> = {
  ...leftByFault,
  // The API does not show it yet; people see it.
  delayed_visibility: 'a post',
  processing_slow: 'nothing',
  processing_failed: 'nothing',
}

async function shownOf({ id }: SignedIn): Promise<number> {
  return (await remote.published()).filter(({ account }) => account.id === id).length
}

for (const fault of faultNames) {
  t.test(`${fault} on a picture leaves ${leaves[fault]}`, async (t) => {
    const who = await lab.signIn(`ada.${fault}`)
    const made = await lab.post(who, `${who.id}/media`, { image_url })
    const creation_id = textAt(made.json, 'id')
    await remote.advance(20)
    const processing = fault.startsWith('processing')
    await remote.arm(fault, processing ? 'read_node' : 'publish')
    if (processing) await lab.get(who, `${creation_id}?fields=status_code`)
    t.equal(await shownOf(who), 0, 'a container is invisible')
    await lab.post(who, `${who.id}/media_publish`, { creation_id })
    t.equal(await shownOf(who), leaves[fault] === 'a post' ? 1 : 0)
    await remote.advance(600)
    t.equal(await shownOf(who), leaves[fault] === 'a post' ? 1 : 0, 'and so it stays')
    await remote.disarm()
  })
}

t.test('a post that is out stays out, whatever becomes of a question', async (t) => {
  const who = await lab.signIn('carol')
  const made = await lab.post(who, `${who.id}/media`, { image_url })
  const creation_id = textAt(made.json, 'id')
  await remote.advance(20)
  await lab.post(who, `${who.id}/media_publish`, { creation_id })
  for (const fault of ['processing_failed', 'processing_slow'] as const) {
    await remote.arm(fault, 'read_node')
    const { json } = await lab.get(who, `${creation_id}?fields=status_code`)
    t.match(json, { status_code: 'PUBLISHED' })
    await remote.disarm()
  }
  t.equal(await shownOf(who), 1)
})
