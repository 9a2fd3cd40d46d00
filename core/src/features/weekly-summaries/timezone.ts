/** SQL: the zone whose clocks somebody lives by, of a row `u` of `users`: their own, else that of a brand of theirs. */
export const timezoneSql = `coalesce(u.timezone, (select b.timezone from team_members m
  join brands b on b.organization_id = m.organization_id
  where m.user_id = u.id order by b.id limit 1), 'UTC')`
