import t from 'tap'
import { startExample } from '../../test/sandbox-client.ts'

/** The events of an open page, as they come. */
async function* eventsOf(url: string, signal: AbortSignal): AsyncGenerator<string> {
  const answer = await fetch(`${url}/_control/events`, { signal })
  if (answer.body === null) throw new Error('There is no event stream.')
  let text = ''
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    text += chunk
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    yield* events
  }
}

t.test('an open page hears of what has changed, many changes at once as one', async (t) => {
  const { url, post, send, control } = await startExample(t)
  const ended = new AbortController()
  t.teardown(() => ended.abort())
  const events = eventsOf(url, ended.signal)
  t.equal((await events.next()).value, 'retry: 1000')

  await Promise.all(Array.from({ length: 40 }, (_, index) => post({ text: `post ${index}` })))
  const mail = { id: '1', to: 'ada@example.com', subject: 's', text: 't' }
  await send('POST', '/_mail/messages', mail)
  const heard: string[] = []
  while (!heard.join().includes('outbox')) heard.push((await events.next()).value ?? '')

  t.match(heard[0], /^event: changed\ndata: {"topics":\["example"/)
  t.ok(heard.length < 20, `${heard.length} events of 41 changes`)
  await control('POST', 'time', { advanceSeconds: 60 })
  t.equal((await events.next()).value, 'event: changed\ndata: {"topics":["example"]}')
})
