// Loaded before a test file (`node --import`): the tests run with one condition taken away, the one that `TEST_MUTANT` names.
import { switchModules } from './modules.ts'
import { sites, tell } from './sites.ts'
import { installSwitches } from './switches.ts'

const wanted = process.env['TEST_MUTANT']
const switches = installSwitches()

switchModules((source) => {
  const found = sites.findIndex((site) => tell(site) === wanted)
  switches.active = new Set([found])
  return source.replaceAll(/ or mutant_is\((\d+)\)/g, (_, site) =>
    Number(site) === found ? ' or true' : '',
  )
})
