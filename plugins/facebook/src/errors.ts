import { graphFailures, metaRefusals } from '@t21/meta-graph'
import { invalidParameters, refusals } from './refusals.ts'

/** What Facebook's answers mean: the first row that fits counts, the plain #100 last. */
export const facebookFailures = graphFailures('Facebook', [
  ...refusals,
  ...metaRefusals('Facebook', 'facebook.com'),
  ...invalidParameters,
])
