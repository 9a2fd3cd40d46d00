import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Context } from '../../core/src/context.ts'
import { createStaffMember } from '../../core/src/features/staff/staff-members.service.ts'
import type { StaffRole } from '../../core/src/features/staff/staff-roles.ts'
import { staffPasswords } from './staff.ts'
import { totpOf } from './totp.ts'

const password = 'a-Password of my own 7'

/**
 * Makes somebody of the staff, and goes through their first login in the browser.
 *
 * @returns what their authenticator shows so many steps from now; that of step 0 was used
 */
export async function enrol(
  page: Page,
  { context, url }: { readonly context: Context; readonly url: string },
  member: { readonly name: string; readonly role: StaffRole },
): Promise<(steps: number) => string> {
  const email = `${member.role.toLowerCase()}@t21.example`
  const made = await createStaffMember(context, staffPasswords(context), { ...member, email })
  await page.goto(`${url}/admin`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(made.password)
  await page.getByRole('button', { name: 'Go on' }).click()
  const secret = await page.locator('code').innerText()
  await picture(page, 'enrolment')
  await page.getByRole('textbox', { name: 'Code' }).fill(totpOf(secret))
  await page.getByLabel('A password of your own').fill(password)
  await page.getByRole('button', { name: 'Finish' }).click()
  await page.getByRole('link', { name: 'I have kept them' }).click()
  await page.getByTestId('find').waitFor()
  return (steps) => totpOf(secret, steps)
}

/** Types into the search box of the dashboard. */
export async function find(page: Page, url: string, text: string): Promise<void> {
  await page.goto(`${url}/admin`)
  await page.getByRole('searchbox').fill(text)
  await page.getByRole('button', { name: 'Find' }).click()
}

/** Keeps what is on the screen in the folder that `CONSOLE_PICTURES` names, for the guide; does nothing without. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['CONSOLE_PICTURES']
  if (folder === undefined) return
  await page.waitForLoadState('networkidle')
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
