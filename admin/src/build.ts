// Bundles the components of the console: a step of `npm run build`, of packing, and of the image.
import { buildBundle } from './build-bundle.ts'

await buildBundle()
