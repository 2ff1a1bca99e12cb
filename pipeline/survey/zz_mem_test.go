package survey
import ("testing";"os";"fmt";"context";"strings";"time";"runtime")
func TestZM(t *testing.T){
 path:="/tmp/U-big.csv"; if os.Getenv("ZM")=="" {t.Skip()}
 src:=bigSource()
 if _,err:=os.Stat(path); err!=nil { if err:=writeBig(path,src,1000000);err!=nil{t.Fatal(err)}; return }
 start:=time.Now()
 if os.Getenv("ZM")=="profile" { p,fs,err:=ProfileOf(context.Background(),path,src,Options{}); fmt.Println(len(p.Columns),fs,err) } else {
 tb,fs,err:=Read(context.Background(),src,path,Options{Jobs:2}); fmt.Println(tb.N,fs,err)
 n:=0; for i:=range tb.Columns{n+=cap(tb.Columns[i].Codes)*2+cap(tb.Columns[i].Text.Bytes)+4*cap(tb.Columns[i].Text.Ends)}
 fmt.Println("table MB",n>>20)
 defer runtime.KeepAlive(tb)
 }
 fmt.Println(time.Since(start))
 b,_:=os.ReadFile("/proc/self/status")
 for _,l:=range strings.Split(string(b),"\n"){ if strings.HasPrefix(l,"VmHWM"){fmt.Println(l)}}
 var m runtime.MemStats; runtime.ReadMemStats(&m); fmt.Println("total alloc MB",m.TotalAlloc>>20,"gc",m.NumGC,"sys",m.Sys>>20)
}
