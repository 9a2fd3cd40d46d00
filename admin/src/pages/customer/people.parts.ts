import { sessionStateSql } from '../../lookups/sessions.lookup.ts'
import { mostRows, mostThings, shownRow, type Part } from './part.ts'

/** The organizations that somebody belongs to. */
export const memberships: Part = {
  id: 'memberships',
  title: 'Organizations',
  subjects: ['Customer', 'Organization'],
  of: 'user',
  lookup: 'organizations',
  columns: [
    { field: 'name', label: 'Name' },
    { field: 'role', label: 'Role' },
    { field: 'plan', label: 'Plan' },
    { field: 'status', label: 'Status', as: 'state' },
    { field: 'joinedAt', label: 'Since', as: 'time' },
  ],
  empty: 'They belong to no organization.',
  async rows({ knex, customer }) {
    const rows = await knex('team_members as m')
      .join('organizations as o', 'o.id', 'm.organization_id')
      .where('m.user_id', customer.userId)
      .orderBy('o.id')
      .limit(mostThings)
      .select({
        id: 'o.id',
        name: 'o.name',
        role: 'm.role',
        plan: 'o.subscription_tier',
        status: 'o.status',
        joinedAt: 'm.joined_at',
      })
    return rows.map(shownRow)
  },
}

/** Who belongs to an organization. */
export const members: Part = {
  id: 'members',
  title: 'Members',
  subjects: ['Customer', 'Organization'],
  of: 'organization',
  lookup: 'users',
  columns: [
    { field: 'email', label: 'E-mail' },
    { field: 'name', label: 'Name' },
    { field: 'role', label: 'Role' },
    { field: 'status', label: 'Status', as: 'state' },
    { field: 'lastLoginAt', label: 'Last login', as: 'time' },
  ],
  empty: 'Nobody is in it any more.',
  async rows({ knex, customer }) {
    const rows = await knex('team_members as m')
      .join('users as u', 'u.id', 'm.user_id')
      .where('m.organization_id', customer.organizationId)
      .orderBy('m.user_id')
      .limit(mostThings)
      .select({
        id: 'u.id',
        email: 'u.email',
        name: 'u.name',
        role: 'm.role',
        status: 'u.status',
        lastLoginAt: 'u.last_login_at',
      })
    return rows.map(shownRow)
  },
}

/** Where somebody is and was logged in. */
export const sessionsOf: Part = {
  id: 'sessions',
  title: 'Sessions',
  subjects: ['Session'],
  of: 'user',
  lookup: 'sessions',
  columns: [
    { field: 'state', label: 'State', as: 'state' },
    { field: 'address', label: 'Address' },
    { field: 'program', label: 'Program' },
    { field: 'by', label: 'Logged in by' },
    { field: 'lastUsedAt', label: 'Last used', as: 'time' },
  ],
  empty: 'They have not logged in within the last months.',
  async rows({ knex, customer }) {
    const rows = await knex('sessions')
      .where('sessions.user_id', customer.userId)
      .orderBy('sessions.id', 'desc')
      .limit(mostRows)
      .select({
        id: 'sessions.id',
        address: 'sessions.ip_address',
        program: 'sessions.user_agent',
        lastUsedAt: 'sessions.last_used_at',
      })
      .select(
        knex.raw(`${sessionStateSql} as state`),
        knex.raw(
          `case when staff_id is not null then 'staff, who only look' else coalesce(provider, 'password') end as by`,
        ),
      )
    return rows.map(shownRow)
  },
}

/** Mail to a person, or to the members of an organization. */
export const mailTo: Part = {
  id: 'mail',
  title: 'Mail sent to them',
  subjects: ['Mail'],
  of: 'both',
  lookup: 'mail',
  columns: [
    { field: 'to', label: 'To' },
    { field: 'template', label: 'What' },
    { field: 'state', label: 'State', as: 'state' },
    { field: 'why', label: 'Why not' },
    { field: 'createdAt', label: 'Written', as: 'time' },
  ],
  empty: 'No mail is kept: it goes after some weeks.',
  async rows({ knex, customer: { organizationId, userId } }) {
    const { rows } = await knex.raw<{ rows: Record<string, unknown>[] }>(
      `select mail.id, mail.recipient as "to", mail.template, mail.state, mail.error as why,
         mail.created_at as "createdAt"
       from (select cast(:userId as uuid) as user_id where cast(:userId as uuid) is not null
         union select user_id from (select user_id from team_members where cast(:userId as uuid) is null
           and organization_id = :organizationId order by user_id limit :members) as m) as people
       cross join lateral (select * from mail_messages where user_id = people.user_id
         order by id desc limit :most) as mail
       order by mail.id desc limit :most`,
      { userId, organizationId, members: mostThings, most: mostRows },
    )
    return rows.map(shownRow)
  },
}
