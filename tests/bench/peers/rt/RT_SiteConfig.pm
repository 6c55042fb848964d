# Request Tracker on the benchmark's own PostgreSQL, named by PEER_RT_* of the environment. No mail
# is sent and nothing is indexed, in Request Tracker's favour.
use strict;
use warnings;

Set($rtname, 'peer');
Set($Organization, 'peers.example');
Set($WebDomain, 'peers.example');
Set($Timezone, 'UTC');
Set($DatabaseType, 'Pg');
Set($DatabaseHost, $ENV{PEER_RT_HOST});
Set($DatabaseRTHost, $ENV{PEER_RT_HOST});
Set($DatabasePort, $ENV{PEER_RT_PORT});
Set($DatabaseName, $ENV{PEER_RT_DATABASE});
Set($DatabaseUser, $ENV{PEER_RT_USER});
Set($DatabasePassword, $ENV{PEER_RT_PASSWORD});
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'error');
Set($LogToFile, undef);
Set($MailCommand, 'testfile');
Set(%FullTextSearch, Enable => 0, Indexed => 0);
1;
