import { asSuperuser } from "./deployed.ts";

/**
 * Makes PostgreSQL refuse one of a user's logins, by a trigger on logins. The sequence counts although the refused
 * login is rolled back. In a rotation by hand beginRotation and createSecret prove AWSCURRENT by the first two
 * logins, setSecret sets the password in the third, testSecret makes the fourth; one by Secrets Manager has no
 * beginRotation.
 *
 * @param number which of the user's logins from now on is refused; with `andLater`, all after it too
 */
export async function refuseLogin(
  username: string,
  number: number,
  options: { andLater?: boolean } = {},
): Promise<void> {
  const refused = options.andLater ? ">=" : "=";
  await asSuperuser(`
    CREATE SEQUENCE logins_${username};
    CREATE FUNCTION refuse_${username}() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF session_user = '${username}' AND nextval('logins_${username}') ${refused} ${number} THEN
        RAISE EXCEPTION 'not now';
      END IF;
    END $$;
    CREATE EVENT TRIGGER refuse_${username} ON login EXECUTE FUNCTION refuse_${username}();
    ALTER EVENT TRIGGER refuse_${username} ENABLE ALWAYS;`);
}
