/** What is needed for what only superusers may do, and for what others may do only with their own objects. */
export const aSuperuser = `a superuser of the cluster in "masterarn"`;
