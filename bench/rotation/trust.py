import sys


def trust(authorities):
    """Makes the database drivers that are loaded trust the authorities of a file, and no others.

    AWS's templates name the file of authorities that Lambda's image has.
    """
    if pgdb := sys.modules.get("pgdb"):
        pgdb.connect = _trusting(pgdb.connect, lambda settings: {"sslrootcert": authorities} if "sslrootcert" in settings else {})
    if pymysql := sys.modules.get("pymysql"):
        pymysql.connect = _trusting(pymysql.connect, lambda settings: {"ssl": {"ca": authorities}} if settings.get("ssl") else {})


def _trusting(connect, changes_to):
    return lambda *args, **settings: connect(*args, **{**settings, **changes_to(settings)})
