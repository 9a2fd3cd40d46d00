import { t as file, test } from 'tap'
import { testApp } from '../../../../test/support/app.ts'
import { postAuth, registerByApi } from '../../../../test/support/auth-client.ts'
import { figure, sized } from '../../../../test/support/figures.ts'
import { attemptKey } from './attempts.ts'

const { app, database } = await testApp(file)

test('A10: from 50 addresses, all of an hour long, at most 100 guesses of one account’s password are looked at', async (t) => {
  const [ada, bob] = [await registerByApi(app), await registerByApi(app)]
  const each = sized(6, 50)
  let looked = 0
  let tried = 0
  for (let minute = 0; minute < 60; minute += 1) {
    for (let turn = 0; turn < each; turn += 1) {
      const ip = `198.51.100.${(minute * each + turn) % 50}`
      const guess = { email: ada.email, password: `guess ${minute} ${turn}` }
      const { statusCode } = await postAuth(app, 'login', guess, { ip })
      tried += 1
      if (statusCode === 401) looked += 1
      else if (statusCode !== 429) throw new Error(`Answered ${statusCode}.`)
    }
    await pass(60)
  }
  t.ok(tried >= 360)
  t.ok(looked <= 100, `${looked} of ${tried}`)
  t.ok(looked >= 50, 'control: the limit opens again each time')
  const home = await postAuth(app, 'login', { email: bob.email, password: bob.password })
  t.equal(home.statusCode, 200, 'nobody else waits')
  figure('A10', { tried, looked })

  /** As if so many seconds had passed for the account's counter. */
  async function pass(seconds: number): Promise<void> {
    const where = { key: attemptKey('login', ada.email) }
    await database
      .system('rate_limits')
      .where(where)
      .update({
        resets_at: database.system.raw('resets_at - make_interval(secs => ?)', [seconds]),
      })
  }
})
