import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { digestOf } from '../api/ids.ts'
import { nameOf } from './names.ts'

/** A company page. */
export interface Organization {
  /** Digits. */
  readonly id: string
  readonly vanityName: string
  readonly name: string
}

/** Organizations that are there from the beginning, to be mentioned. */
const wellKnown: readonly Organization[] = [
  { id: '2414183', vanityName: 'devtestco', name: 'Devtestco' },
  { id: '1337', vanityName: 'linkedin', name: 'LinkedIn' },
  { id: '70123456', vanityName: 'bread-and-butter', name: 'Bread (and) Butter' },
]

/** The organization of a vanity name, made on the fly, always with the same id. */
export function organizationOf(context: EmulatorContext, vanityName: string): Organization {
  const name = vanityName.toLowerCase()
  const id = String(10_000_000 + (digestOf(`organization:${name}`).readUInt32BE(0) % 90_000_000))
  const known = findOrganization(context, id)
  if (known !== undefined) return known
  const organization = { id, vanityName: name, name: nameOf(vanityName) }
  organizationsOf(context).set(id, organization)
  return organization
}

/** The organization of an id. */
export function findOrganization(context: EmulatorContext, id: string): Organization | undefined {
  return wellKnown.find((one) => one.id === id) ?? organizationsOf(context).get(id)
}

/** The organization that has this vanity name already. */
export function organizationNamed(
  context: EmulatorContext,
  vanityName: string,
): Organization | undefined {
  const name = vanityName.toLowerCase()
  return [...wellKnown, ...organizationsOf(context).values()].find((one) => one.vanityName === name)
}

/** `urn:li:organization:…`. */
export function organizationUrn(organization: Organization): string {
  return `urn:li:organization:${organization.id}`
}

function organizationsOf(context: EmulatorContext): Map<string, Organization> {
  return context.store.collection<Organization>('organizations')
}
