/** What `dmtop --help` prints. */
export const help = `dmtop: live monitor and control for PingCAP DM (Data Migration) clusters

  dmtop --master HOST:8261          full-screen monitor (or set DM_MASTER_ADDR)
  dmtop demo                        the same on a simulated cluster
  dmtop serve --master HOST:8261    the gateway alone, for a team
  dmtop connect [ADDRESS]           full-screen monitor on someone's gateway: unix:PATH,
                                    wss://HOST:PORT; without one, that of this host
  dmtop token add NAME --role ROLE  let somebody come to a gateway on a port: ROLE is read or
                                    operate; token list, token revoke NAME
  dmtop status [TASK]               print the list, or one task, once
  dmtop wait TASK --for STATE       block until the task is in that state
  dmtop cutover TASK...             watch until the target can take over, with a report
  dmtop pause TASK                  pause, resume or stop a task, or its part on some sources;
  dmtop resume TASK                 asks first on a terminal, and needs --yes elsewhere
  dmtop stop TASK
  dmtop explain CODE|TEXT           what an error means and what to do about it; asks nobody
  dmtop simulate                    a simulated dm-master alone
  dmtop audit                       who did what through dmtop, and whether that log can be trusted
  dmtop info                        where dmtop keeps what, and what it would ask
  dmtop config init                 write a first file of settings: clusters, limits, colours, keys;
                                    config check tells what is wrong with it, config show what holds

Which cluster
  --cluster NAME        one of the file of settings, instead of --master; may be given several times, or
                        all (full screen, status); or DMTOP_CLUSTER. Without it, DM_MASTER_ADDR, else
                        those of the file
Asking a dm-master
  --master HOST:PORT    may be given several times; the next is tried when one is gone
  --worker HOST:PORT    a worker of DM 1.0, where one answer for all is too large and the master
                        names none; give each of them
  --every DURATION      how often to ask, such as 500ms or 3s (3s; demo 1s; at least 500ms)
  --ssl-ca FILE  --ssl-cert FILE  --ssl-key FILE
Limits of a warning (full screen, serve, status)
  --lag-limit DURATION  a lag above this is !, such as 60s or 5m (60s)
  --stall-after DURATION  a Sync that has not moved for so long is !, such as 3m (3m)
  --age-limit DURATION  an answer older than this is old, such as 10s (two polls; full screen)
What is kept for the next start (full screen, serve)
  --state DIR           events, history and since when, a file for each cluster, which sqlite3 reads
                        (see dmtop info)
  --no-state            keep nothing
  --state-limit SIZE    how large a file may become, such as 512MB (512MB)
Writing
  --write               the full screen starts RW (else RO, and W allows it for 10 minutes)
  --read-only           never write; pause, resume and stop refuse
  --allow-operate       let viewers operate through this gateway (serve)
  --audit-syslog        send each line of the audit log to the system's log as well, by logger
                        (serve, pause, resume, stop)
status
  --json                print JSON (also pause, resume, stop)
  --watch SECONDS       print again every so many seconds
explain
  --list                all that is known, one line each
  --json                print JSON
pause, resume, stop
  --source SOURCE       only its part of the task; may be given several times
  --yes                 do not ask
audit
  --since WHEN          lines of the last 24h, or since a time such as 2026-11-27T14:00
  --task TASK           lines about that task
  --verify              whether the log still is what was written; names the first line that is not
  --json                print JSON
wait
  --for STATE           caught-up, running, paused, finished or stopped
  --stable DURATION     it must hold at every poll for so long, such as 60s (0s: once is enough)
  --timeout DURATION    give up after so long, such as 2h (never)
cutover
  --frozen DURATION     the upstream must not have moved for so long (30s)
  --stable DURATION     the checkpoint must be there at every poll for so long (60s)
  --timeout DURATION    give up after so long (2h)
  --report FILE         write a document for the change record, in Markdown; a file that is
                        there already is not written over
  --stay                go on watching when all is green, until it is interrupted
serve, connect, token
  --listen WHERE        unix:PATH, a socket of this host, or HOST:PORT; port 0 takes a free one
                        (serve: a socket where connect finds it; simulate: 127.0.0.1:8261)
  --viewers N           let in so many viewers at most (64; serve)
  --group NAME          open the socket to this group too (serve)
  --tokens FILE         the tokens that a gateway asks for, on a port always, on a socket only
                        where this is given (serve, token; tokens in the folder of settings)
  --token-file FILE     where your own token is (connect; or DMTOP_TOKEN_FILE); token add writes
                        the new one there
  --tls-cert FILE  --tls-key FILE  --tls-client-ca FILE
                        wss:// on a port; with the last, viewers need a certificate too (serve)
  --insecure-network    without TLS beyond this machine: everybody on the way reads it, and the
                        tokens (serve, connect)
  --ssl-ca FILE         the authority of the gateway's certificate; else the certificate of the
                        first time is kept in known_gateways, and another one refused (connect)
  --owner NAME          trust a gateway of this user, beside one's own and root's (connect)
demo, simulate
  --scenario NAME       showcase, healthy, storm, huge or cutover
  --seed N              another run of the same scenario
  --dm VERSION          which DM to simulate: 1.0, 2.0, 6.5, 8.5 or 26.3
  --trouble WHAT        how it fails at operations, such as slow:TASK:20s, late:TASK:10s,
                        refuses:TASK:SOURCE, cut-before:TASK, cut-after:TASK, invalid-op:TASK,
                        in-use:TASK, relapses:TASK; * is every task; or hangs:SOURCE, whose
                        upstream accepts and says nothing; may be given several times
  --replay FILE         serve a recorded timeline instead (simulate)
  --speed N             replay so many times as fast
Screen (full screen, demo, connect)
  --ascii               nothing but ASCII (--symbols ascii)
  --theme NAME          auto, light, dark, mono or colour-blind; all take the terminal's own 16 colours
  --plain               no screen: the list once, and then one line for each change, for screen
                        readers and logs
  --goto PLACE          begin at task/NAME, task/NAME/why, sources?filter=TEXT and the like; Ctrl-g
                        copies the place that is shown
  --mouse               the wheel moves, a click selects and opens (with Shift it marks text as ever)
  --notify HOW          ring, and show a text where the terminal can, when a task needs a person or
                        tells nothing: auto, bell, or the number of the sequence: 9, 777, 99
config
  --origin              where each setting comes from (show); --master and --ssl-... name the cluster (init)
  --help  --version

Exit codes
  0   fine; the full screen always, and demo
  1   the cluster says that something is wrong; an operation was refused or failed;
      a wait can no longer succeed
  2   usage, also an unknown task
  3   nobody answered
  4   timed out, or the outcome of an operation is unknown
  70  a mistake of dmtop itself
  74  what there was to say could not be written (instead of 0 and 1)
  130 interrupted; nothing was sent
`;
