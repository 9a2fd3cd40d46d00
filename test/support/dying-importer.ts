// A process that works through imports and is killed, with SIGKILL, when the database has so many posts.
// Arguments: the database's address, and the number of posts.
import { withoutProviders } from '../../core/src/context.ts'
import { pino } from 'pino'
import { policies } from '../../core/src/app.ts'
import { readConfig } from '../../core/src/config.ts'
import { openDatabase } from '../../core/src/db/database.ts'
import { runImports } from '../../core/src/features/post-imports/run-imports.ts'
import { openConnectorHttp } from '../../core/src/plugins/connector-http.ts'
import { memoryStorage } from './memory-storage.ts'
import { postPlugins } from './post-plugins.ts'

const [, , url = '', posts = '1'] = process.argv
const database = openDatabase({ url, poolSize: 5, name: 'dying importer' })
setInterval(() => {
  void database
    .system('posts')
    .count({ posts: '*' })
    .then(([row]) => {
      if (Number(row?.['posts']) >= Number(posts)) process.kill(process.pid, 'SIGKILL')
    })
}, 5)
await runImports(
  {
    config: readConfig({ NODE_ENV: 'test' }),
    database,
    plugins: postPlugins(),
    connectorHttp: openConnectorHttp({ overrides: new Map(), callTimeoutMs: 5_000 }),
    storage: memoryStorage(),
    ...withoutProviders,
    log: pino({ level: 'silent' }),
  },
  policies,
)
